ALTER TABLE `audit_details` ADD `salt` text;--> statement-breakpoint
ALTER TABLE `audit_seals` ADD `digests` text;--> statement-breakpoint
ALTER TABLE `invitations` ADD `link_keys` text;