ALTER TABLE `users` ADD `must_change_password` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `password_ends_at` integer;--> statement-breakpoint
CREATE TABLE `login_names` (
	`workspace_id` text NOT NULL,
	`membership_id` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `name_key`),
	FOREIGN KEY (`workspace_id`,`membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `login_names_membership` ON `login_names` (`workspace_id`,`membership_id`);--> statement-breakpoint
CREATE TABLE `sign_in_cards` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`membership_id` text NOT NULL,
	`code_hash` text NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	PRIMARY KEY(`workspace_id`, `membership_id`),
	FOREIGN KEY (`workspace_id`,`membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
-- Whoever is gone keeps no name that somebody else could want, and no card that opens anything.
CREATE TRIGGER `login_freed` AFTER UPDATE OF `status` ON `memberships`
WHEN NEW.`status` = 'removed' AND OLD.`status` <> 'removed'
BEGIN
  DELETE FROM `login_names` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`id`;
  DELETE FROM `sign_in_cards` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`id`;
END;
