"""The cast of the register: one decision carried by the person responsible for an indicator."""
