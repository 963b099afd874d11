"""All audiences, in the order of the procedure."""

from disburse.api.administrator import ADMINISTRATOR
from disburse.api.auditor import AUDITOR
from disburse.api.bank import BANK
from disburse.api.city import CITY
from disburse.api.district import DISTRICT
from disburse.api.enterprise import ENTERPRISE
from disburse.api.everyone import EVERYONE
from disburse.api.finance import FINANCE

AUDIENCES = (ENTERPRISE, DISTRICT, CITY, FINANCE, BANK, AUDITOR, ADMINISTRATOR, EVERYONE)
