"""Demo callers and seats over real SIP; nothing is injected behind Asterisk's back."""
