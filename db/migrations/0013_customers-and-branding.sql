-- The level above workspaces: whose administrator somebody is is read with every caller, and the newest workspaces
-- of a customer are a range.
CREATE INDEX `customer_admins_user` ON `customer_admins` (`user_id`);--> statement-breakpoint
DROP INDEX `workspaces_customer`;--> statement-breakpoint
CREATE INDEX `workspaces_customer` ON `workspaces` (`customer_id`,`id`);--> statement-breakpoint
CREATE TABLE `customer_events` (
	`customer_id` text NOT NULL,
	`id` text NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text,
	`action` text NOT NULL,
	`subject_id` text,
	`details` text NOT NULL,
	PRIMARY KEY(`customer_id`, `id`),
	FOREIGN KEY (`customer_id`) REFERENCES `customers`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TRIGGER `customer_events_fixed` BEFORE UPDATE ON `customer_events`
BEGIN
  SELECT RAISE(ABORT, 'AUDIT_IS_APPEND_ONLY');
END;
--> statement-breakpoint
CREATE TRIGGER `customer_events_kept` BEFORE DELETE ON `customer_events`
BEGIN
  SELECT RAISE(ABORT, 'AUDIT_IS_APPEND_ONLY');
END;
--> statement-breakpoint
-- How a workspace looks and speaks in its mails, beside what it had.
ALTER TABLE `workspaces` ADD `sender_name` text;--> statement-breakpoint
ALTER TABLE `workspaces` ADD `mail_texts` text;--> statement-breakpoint
ALTER TABLE `workspaces` ADD `logo_digest` text;--> statement-breakpoint
CREATE TABLE `workspace_logos` (
	`workspace_id` text NOT NULL,
	`digest` text NOT NULL,
	`media_type` text NOT NULL,
	`content` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `digest`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
