"""Events to actions: the rehearsal as a table. Pure."""
