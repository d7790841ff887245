"""语音留言: what callers said to the machine, who heard it and what was done."""
