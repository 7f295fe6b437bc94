"""Reading files that hold the words of a questionnaire; nothing in them is run or fetched."""
