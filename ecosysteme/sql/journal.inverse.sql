DROP TRIGGER journal_refuser_vidage ON ecosysteme_journal;
DROP TRIGGER journal_refuser ON ecosysteme_journal;
DROP TRIGGER journal_chainer ON ecosysteme_journal;
DROP FUNCTION ecosysteme_journal_refuser();
DROP FUNCTION ecosysteme_journal_chainer();
