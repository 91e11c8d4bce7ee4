-- By which keys the links of a registration were signed, as of invitations; NULL: from before that was written down.
ALTER TABLE `registrations` ADD `link_keys` text;
--> statement-breakpoint
-- Who looked at what was wrong with an order, and when: the line of the trail that says so.
ALTER TABLE `orders` ADD `done_audit_id` text;
--> statement-breakpoint
-- Somebody paid as a stranger and was deactivated before they followed the link, which lets them in no more: the order
-- must not look as if it were well. By whatever way they were deactivated; it is well again where they come back.
CREATE TRIGGER `order_buyer_barred` AFTER UPDATE OF `status` ON `memberships`
WHEN NEW.`status` = 'deactivated' AND OLD.`status` <> 'deactivated' AND NEW.`email` IS NOT NULL
BEGIN
  UPDATE `orders` SET `concern` = 'barred'
  WHERE `workspace_id` = NEW.`workspace_id` AND `status` = 'paid'
    AND (`concern` IS NULL OR `concern` = 'withdrawn_from_catalog')
    AND `registration_id` = (
      SELECT `id` FROM `registrations`
      WHERE `workspace_id` = NEW.`workspace_id` AND `email` = NEW.`email` AND `status` IN ('unpaid', 'started', 'waiting')
    );
END;
--> statement-breakpoint
CREATE TRIGGER `order_buyer_back` AFTER UPDATE OF `status` ON `memberships`
WHEN OLD.`status` = 'deactivated' AND NEW.`status` <> 'deactivated' AND NEW.`email` IS NOT NULL
BEGIN
  UPDATE `orders` SET `concern` = NULL
  WHERE `workspace_id` = NEW.`workspace_id` AND `status` = 'paid' AND `concern` = 'barred'
    AND `registration_id` = (
      SELECT `id` FROM `registrations`
      WHERE `workspace_id` = NEW.`workspace_id` AND `email` = NEW.`email` AND `status` IN ('unpaid', 'started', 'waiting')
    );
END;
--> statement-breakpoint
-- The same where the registration itself is over, and with it the link: its buyer was refused, or erased.
CREATE TRIGGER `order_buyer_gone` AFTER UPDATE OF `status` ON `registrations`
WHEN NEW.`status` IN ('refused', 'lapsed') AND OLD.`status` IN ('unpaid', 'started', 'waiting')
BEGIN
  UPDATE `orders` SET `concern` = 'person_gone'
  WHERE `workspace_id` = NEW.`workspace_id` AND `registration_id` = NEW.`id` AND `status` = 'paid'
    AND (`concern` IS NULL OR `concern` IN ('withdrawn_from_catalog', 'barred'));
END;
--> statement-breakpoint
-- The People list finds who registered by what stands in the place of an inviter; those from before get it too.
UPDATE `memberships` SET `inviter_id` = 'catalog'
WHERE `inviter_id` = '' AND (`workspace_id`, `invitation_id`) IN (
  SELECT `workspace_id`, `id` FROM `invitations` WHERE `origin` = 'catalog');
