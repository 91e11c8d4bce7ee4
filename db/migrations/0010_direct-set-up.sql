ALTER TABLE `users` ADD `must_change_password` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `password_ends_at` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `opened_by` text;--> statement-breakpoint
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
--> statement-breakpoint
-- Whoever made a card may not have been allowed to give this role: with it every card of before is over. Who came in
-- by a card, or by a password that was typed for an account that nobody proved, is out as well, with the password that
-- they may have chosen then; whoever may give the role makes the next card. Only what the account was made for does
-- this (`opensByPassword`).
CREATE TRIGGER `login_ended_by_role` AFTER INSERT ON `role_assignments`
WHEN NEW.`role` <> 'learner'
BEGIN
  DELETE FROM `sign_in_cards` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`;
  DELETE FROM `auth_sessions` WHERE `user_id` = (
    SELECT u.`id` FROM `memberships` m CROSS JOIN `users` u ON u.`id` = m.`user_id`
    WHERE m.`workspace_id` = NEW.`workspace_id` AND m.`id` = NEW.`membership_id`
      AND u.`email_verified_at` IS NULL AND u.`opened_by` IN ('typed', 'card')
      AND u.`created_at` >= coalesce(m.`joined_at`, 0));
  UPDATE `users` SET `password_hash` = NULL, `password_ends_at` = NULL, `must_change_password` = 1, `opened_by` = NULL
  WHERE `email_verified_at` IS NULL AND `opened_by` IN ('typed', 'card')
    AND `id` = (SELECT u.`id` FROM `memberships` m
      CROSS JOIN `users` u ON u.`id` = m.`user_id` AND u.`created_at` >= coalesce(m.`joined_at`, 0)
      WHERE m.`workspace_id` = NEW.`workspace_id` AND m.`id` = NEW.`membership_id`);
END;
--> statement-breakpoint
-- The same for who teaches a session, which is a role as well; the next sessions of somebody who does cost a card only.
CREATE TRIGGER `login_ended_by_session` AFTER INSERT ON `session_instructors`
BEGIN
  DELETE FROM `sign_in_cards` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`;
  DELETE FROM `auth_sessions` WHERE `user_id` = (
    SELECT u.`id` FROM `memberships` m CROSS JOIN `users` u ON u.`id` = m.`user_id`
    WHERE m.`workspace_id` = NEW.`workspace_id` AND m.`id` = NEW.`membership_id`
      AND u.`email_verified_at` IS NULL AND u.`opened_by` IN ('typed', 'card')
      AND u.`created_at` >= coalesce(m.`joined_at`, 0)
      AND NOT EXISTS (SELECT 1 FROM `session_instructors` t WHERE t.`workspace_id` = m.`workspace_id`
        AND t.`membership_id` = m.`id` AND t.`session_id` <> NEW.`session_id`));
  UPDATE `users` SET `password_hash` = NULL, `password_ends_at` = NULL, `must_change_password` = 1, `opened_by` = NULL
  WHERE `email_verified_at` IS NULL AND `opened_by` IN ('typed', 'card')
    AND `id` = (SELECT u.`id` FROM `memberships` m
      CROSS JOIN `users` u ON u.`id` = m.`user_id` AND u.`created_at` >= coalesce(m.`joined_at`, 0)
      WHERE m.`workspace_id` = NEW.`workspace_id` AND m.`id` = NEW.`membership_id`
        AND NOT EXISTS (SELECT 1 FROM `session_instructors` t WHERE t.`workspace_id` = m.`workspace_id`
          AND t.`membership_id` = m.`id` AND t.`session_id` <> NEW.`session_id`));
END;
