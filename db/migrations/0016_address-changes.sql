-- Who asked for another address: its owner, an administrator, or support where it says nothing.
ALTER TABLE `email_verifications` ADD `asked_by` text;
