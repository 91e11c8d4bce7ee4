-- Roles that a workspace makes for itself (F24). What people hold names them by their id, where the keys of the other
-- roles stand. A name is the key of one role; one that is being deleted has left it free.
CREATE TABLE `custom_roles` (
	`workspace_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`description` text NOT NULL,
	`permissions` text NOT NULL,
	`holds_in` text NOT NULL,
	`created_at` integer NOT NULL,
	`deleted_at` integer,
	`last_op` text NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`),
	FOREIGN KEY (`workspace_id`) REFERENCES `workspaces`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `custom_roles_name` ON `custom_roles` (`workspace_id`,`name_key`) WHERE "custom_roles"."deleted_at" is null;--> statement-breakpoint
-- Nobody is given a role that is gone by then, by whatever path.
CREATE TRIGGER `custom_role_given` BEFORE INSERT ON `role_assignments`
WHEN NEW.`role` >= 'rol_' AND NEW.`role` < 'rol`'
  AND NOT EXISTS (SELECT 1 FROM `custom_roles` c
    WHERE c.`workspace_id` = NEW.`workspace_id` AND c.`id` = NEW.`role` AND c.`deleted_at` IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'ROLE_GONE');
END;
--> statement-breakpoint
-- A role that carries more than before, or holds in more places, is another one to whoever has it: what others opened
-- for them ends, as by `login_ended_by_role`.
CREATE TRIGGER `login_ended_by_wider_role` AFTER UPDATE OF `permissions`, `holds_in` ON `custom_roles`
WHEN EXISTS (SELECT 1 FROM json_each(NEW.`permissions`) WHERE `value` NOT IN (SELECT `value` FROM json_each(OLD.`permissions`)))
  OR EXISTS (SELECT 1 FROM json_each(NEW.`holds_in`) WHERE `value` NOT IN (SELECT `value` FROM json_each(OLD.`holds_in`)))
BEGIN
  DELETE FROM `sign_in_cards` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` IN (
    SELECT `membership_id` FROM `membership_facets` WHERE `workspace_id` = NEW.`workspace_id` AND `facet` = 'role:' || NEW.`id`);
  DELETE FROM `auth_sessions` WHERE `user_id` IN (
    SELECT u.`id` FROM `membership_facets` f
    CROSS JOIN `memberships` m ON m.`workspace_id` = f.`workspace_id` AND m.`id` = f.`membership_id`
    CROSS JOIN `users` u ON u.`id` = m.`user_id`
    WHERE f.`workspace_id` = NEW.`workspace_id` AND f.`facet` = 'role:' || NEW.`id`
      AND u.`email_verified_at` IS NULL AND u.`opened_by` IN ('typed', 'card')
      AND u.`created_at` >= coalesce(m.`joined_at`, 0));
  UPDATE `users` SET `password_hash` = NULL, `password_ends_at` = NULL, `must_change_password` = 1, `opened_by` = NULL
  WHERE `email_verified_at` IS NULL AND `opened_by` IN ('typed', 'card') AND `id` IN (
    SELECT u.`id` FROM `membership_facets` f
    CROSS JOIN `memberships` m ON m.`workspace_id` = f.`workspace_id` AND m.`id` = f.`membership_id`
    CROSS JOIN `users` u ON u.`id` = m.`user_id` AND u.`created_at` >= coalesce(m.`joined_at`, 0)
    WHERE f.`workspace_id` = NEW.`workspace_id` AND f.`facet` = 'role:' || NEW.`id`);
END;
