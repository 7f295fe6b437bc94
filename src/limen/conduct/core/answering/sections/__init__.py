"""What a questionnaire is made of, a sort of section per file."""
