"""Who may do what, when: tables of arrows, checked. Standard library and transitions only."""
