ALTER TABLE `auth_sessions` ADD `only_workspace_id` text;--> statement-breakpoint
ALTER TABLE `email_verifications` ADD `replaces` text;--> statement-breakpoint
-- An account whose mailbox nobody proved opens what it was made for, and until now it joined nothing but by its owner.
UPDATE `users` SET `created_at` = max(`created_at`, coalesce((SELECT max(m.`joined_at`) FROM `memberships` AS m WHERE m.`user_id` = `users`.`id`), 0))
WHERE `email_verified_at` IS NULL;--> statement-breakpoint
CREATE TABLE `sso_connections` (
	`workspace_id` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`issuer` text NOT NULL,
	`client_id` text NOT NULL,
	`sealed_secret` text NOT NULL,
	`secret_key` text NOT NULL,
	`tested_at` integer,
	`tested_by` text,
	`enforced_at` integer,
	`spare_admin` text,
	`created_at` integer NOT NULL,
	`last_op` text NOT NULL,
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `sso_identities` (
	`workspace_id` text NOT NULL,
	`connection_id` text NOT NULL,
	`subject` text NOT NULL,
	`membership_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `connection_id`, `subject`),
	FOREIGN KEY (`workspace_id`,`membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sso_identities_membership` ON `sso_identities` (`workspace_id`,`connection_id`,`membership_id`);--> statement-breakpoint
-- Whoever is removed is nobody at the provider any more: invited again, they are bound anew.
CREATE TRIGGER `sso_identity_freed` AFTER UPDATE OF `status` ON `memberships`
WHEN NEW.`status` = 'removed' AND OLD.`status` <> 'removed'
BEGIN
  DELETE FROM `sso_identities` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`id`;
END;
--> statement-breakpoint
-- Who stands by while the provider is the only way in stays until somebody else does, whatever the path (O-05).
CREATE TRIGGER `spare_admin_status` BEFORE UPDATE OF `status` ON `memberships`
WHEN OLD.`status` = 'active' AND NEW.`status` <> 'active'
  AND EXISTS (SELECT 1 FROM `sso_connections` WHERE `workspace_id` = OLD.`workspace_id` AND `spare_admin` = OLD.`id` AND `enforced_at` IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'LAST_ADMIN');
END;
--> statement-breakpoint
CREATE TRIGGER `spare_admin_role` BEFORE DELETE ON `role_assignments`
WHEN OLD.`role` = 'admin' AND OLD.`scope_id` = ''
  AND EXISTS (SELECT 1 FROM `sso_connections` WHERE `workspace_id` = OLD.`workspace_id` AND `spare_admin` = OLD.`membership_id` AND `enforced_at` IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'LAST_ADMIN');
END;
