CREATE TABLE `import_changed_rows` (
	`workspace_id` text NOT NULL,
	`import_id` text NOT NULL,
	`change_number` integer NOT NULL,
	`line` integer NOT NULL,
	`cells` text NOT NULL,
	`email` text,
	PRIMARY KEY(`workspace_id`, `import_id`, `change_number`, `line`),
	FOREIGN KEY (`workspace_id`,`import_id`,`change_number`) REFERENCES `import_changes`(`workspace_id`,`import_id`,`number`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `import_changes` (
	`workspace_id` text NOT NULL,
	`import_id` text NOT NULL,
	`number` integer NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`details` text NOT NULL,
	`actor_name` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `import_id`, `number`),
	FOREIGN KEY (`workspace_id`,`import_id`) REFERENCES `imports`(`workspace_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
