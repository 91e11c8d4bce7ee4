-- People who registered where that lets them in at once (F132, `free`): here for seven days, until somebody follows the
-- link that was mailed to the address they typed. Anybody may type any address and any name, so the address stands here
-- and nowhere else, and the walls below keep everything from such a person but courses.
CREATE TABLE `unproved_members` (
	`workspace_id` text NOT NULL,
	`membership_id` text NOT NULL,
	`user_id` text NOT NULL,
	`email` text NOT NULL,
	`until` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `membership_id`),
	FOREIGN KEY (`workspace_id`,`membership_id`) REFERENCES `memberships`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `unproved_members_address` ON `unproved_members` (`workspace_id`,`email`);--> statement-breakpoint
CREATE INDEX `unproved_members_due` ON `unproved_members` (`until`);--> statement-breakpoint
CREATE UNIQUE INDEX `unproved_members_user` ON `unproved_members` (`user_id`);--> statement-breakpoint
-- Deleting an account asks who belongs to it, removed people too: without this by reading every membership there is.
CREATE INDEX `memberships_account` ON `memberships` (`user_id`) WHERE "memberships"."user_id" is not null;--> statement-breakpoint
-- With this row goes all that there is of such a person, whoever ends it: the proof, which has moved their courses
-- before, an administrator, or the cron. What the trail says of them loses its names.
CREATE TRIGGER `unproved_forgotten` AFTER DELETE ON `unproved_members`
BEGIN
  DELETE FROM `certificates` WHERE `workspace_id` = OLD.`workspace_id` AND `membership_id` = OLD.`membership_id`;
  DELETE FROM `session_attendees` WHERE `workspace_id` = OLD.`workspace_id` AND `membership_id` = OLD.`membership_id`;
  DELETE FROM `enrolments` WHERE `workspace_id` = OLD.`workspace_id` AND `membership_id` = OLD.`membership_id`;
  DELETE FROM `role_assignments` WHERE `workspace_id` = OLD.`workspace_id` AND `membership_id` = OLD.`membership_id`;
  UPDATE `audit_details` SET `actor_name` = NULL, `details` = '{}', `salt` = NULL
    WHERE `workspace_id` = OLD.`workspace_id` AND `audit_id` IN (
      SELECT `id` FROM `audit_events` WHERE `workspace_id` = OLD.`workspace_id` AND `membership_id` = OLD.`membership_id`);
  DELETE FROM `membership_terms`
    WHERE `workspace_id` = OLD.`workspace_id` AND `status` = 'unproved' AND `membership_id` = OLD.`membership_id`
      AND `term` IN (SELECT `value` FROM `memberships` m, json_each(m.`search_terms`)
        WHERE m.`workspace_id` = OLD.`workspace_id` AND m.`id` = OLD.`membership_id`);
  DELETE FROM `membership_facets`
    WHERE `workspace_id` = OLD.`workspace_id` AND `facet` IN ('', 'delivery:none') AND `status` = 'unproved'
      AND `membership_id` = OLD.`membership_id`;
  DELETE FROM `auth_sessions` WHERE `user_id` = OLD.`user_id`;
  DELETE FROM `memberships` WHERE `workspace_id` = OLD.`workspace_id` AND `id` = OLD.`membership_id`;
  DELETE FROM `users` WHERE `id` = OLD.`user_id`;
END;
--> statement-breakpoint
-- The walls: a learner of the whole workspace, by courses of the catalog, and nothing else, by whatever path. They stay
-- as they were born, or are gone.
CREATE TRIGGER `unproved_stays` BEFORE UPDATE OF `status`, `shown_as`, `email`, `user_id`, `external_id`, `import_id`, `invitation_id`, `labels`, `custom_fields` ON `memberships`
WHEN OLD.`status` = 'unproved' OR NEW.`status` = 'unproved'
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_elsewhere` BEFORE INSERT ON `memberships`
WHEN NEW.`user_id` IS NOT NULL AND EXISTS (SELECT 1 FROM `unproved_members` WHERE `user_id` = NEW.`user_id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_joins` BEFORE UPDATE OF `user_id` ON `memberships`
WHEN NEW.`user_id` IS NOT NULL AND EXISTS (SELECT 1 FROM `unproved_members` WHERE `user_id` = NEW.`user_id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_account` BEFORE UPDATE OF `email`, `email_verified_at`, `password_hash`, `opened_by` ON `users`
WHEN OLD.`email` IS NULL AND EXISTS (SELECT 1 FROM `unproved_members` WHERE `user_id` = OLD.`id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_role` BEFORE INSERT ON `role_assignments`
WHEN (NEW.`role` <> 'learner' OR NEW.`scope_id` <> '') AND EXISTS (
  SELECT 1 FROM `unproved_members` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_unit` BEFORE INSERT ON `unit_members`
WHEN EXISTS (SELECT 1 FROM `unproved_members` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_group` BEFORE INSERT ON `group_members`
WHEN EXISTS (SELECT 1 FROM `unproved_members` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_instructor` BEFORE INSERT ON `session_instructors`
WHEN EXISTS (SELECT 1 FROM `unproved_members` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_login_name` BEFORE INSERT ON `login_names`
WHEN EXISTS (SELECT 1 FROM `unproved_members` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_card` BEFORE INSERT ON `sign_in_cards`
WHEN EXISTS (SELECT 1 FROM `unproved_members` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_key` BEFORE INSERT ON `api_keys`
WHEN EXISTS (SELECT 1 FROM `unproved_members` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`creator_membership_id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_order` BEFORE INSERT ON `orders`
WHEN NEW.`membership_id` IS NOT NULL AND EXISTS (
  SELECT 1 FROM `unproved_members` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_invitation` BEFORE INSERT ON `invitations`
WHEN EXISTS (SELECT 1 FROM `unproved_members` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_identity` BEFORE INSERT ON `sso_identities`
WHEN EXISTS (SELECT 1 FROM `unproved_members` WHERE `workspace_id` = NEW.`workspace_id` AND `membership_id` = NEW.`membership_id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_linked` BEFORE INSERT ON `email_verifications`
WHEN EXISTS (SELECT 1 FROM `unproved_members` WHERE `user_id` = NEW.`user_id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
--> statement-breakpoint
CREATE TRIGGER `unproved_reset` BEFORE INSERT ON `password_resets`
WHEN EXISTS (SELECT 1 FROM `unproved_members` WHERE `user_id` = NEW.`user_id`)
BEGIN
  SELECT RAISE(ABORT, 'ADDRESS_UNCONFIRMED');
END;
