"""How a call finds its seat: hotlines, menus, queues, hours and prompts, and
their rendering into Asterisk configuration."""
