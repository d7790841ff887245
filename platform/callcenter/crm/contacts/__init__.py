"""What an agent writes down about a call: category, notes and which customer it was."""
