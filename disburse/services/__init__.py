"""Use cases: one public function is one sentence and one transaction. None calls another."""
