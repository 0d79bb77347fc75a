import type { DatabaseSync } from "node:sqlite"
import { Fault } from "@tagwright/formats"
import { ERASURE } from "../model.ts"
import { integer, maybeText } from "../columns.ts"
import { BEHIND } from "../line.ts"
import { HALF_COPIED } from "../migrate/half-copied.ts"

const WHOLE = `NOT EXISTS (SELECT 1 FROM meta WHERE key = '${HALF_COPIED}')`
const STEP_BEHIND = `UPDATE delivery SET due_at = due_at + ${BEHIND} WHERE id = NEW.id AND EXISTS (SELECT 1 FROM delivery AS earlier
      WHERE earlier.destination = NEW.destination AND earlier.person = NEW.person AND earlier.state = 'pending' AND earlier.id < NEW.id);`
const GIVE_TURN = `UPDATE delivery SET due_at = due_at - ${BEHIND} WHERE due_at >= ${BEHIND}
      AND id = (SELECT id FROM delivery WHERE destination = OLD.destination AND person = OLD.person AND state = 'pending' ORDER BY id LIMIT 1);`

/**
 * Migrations, oldest first, never edited once released: forward only. `PRAGMA user_version` counts those applied.
 * The log (`event`), its outbox (`delivery`) and the webhook inbox stand in one file, so that one commit covers them.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE event (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, source TEXT NOT NULL,
    at INTEGER NOT NULL, received_at INTEGER NOT NULL, lead_id TEXT, client_id TEXT, session_id TEXT,
    choice TEXT, page TEXT, params TEXT NOT NULL, personal BLOB, amount TEXT, test_mode INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX event_lead ON event (lead_id, at) WHERE lead_id IS NOT NULL;
  CREATE TABLE conversion_key (key TEXT PRIMARY KEY, event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE CASCADE) STRICT, WITHOUT ROWID;
  CREATE INDEX conversion_event ON conversion_key (event_seq);
  CREATE TABLE quarantine (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, source TEXT NOT NULL, received_at INTEGER NOT NULL,
    reason TEXT NOT NULL, lead_id TEXT, body BLOB NOT NULL
  ) STRICT;
  CREATE TABLE delivery (
    id INTEGER PRIMARY KEY, event_seq INTEGER NOT NULL REFERENCES event (seq) ON DELETE CASCADE, destination TEXT NOT NULL,
    lead_id TEXT, state TEXT NOT NULL, due_at INTEGER NOT NULL, lease_until INTEGER NOT NULL DEFAULT 0, attempt INTEGER NOT NULL DEFAULT 0,
    retry_from INTEGER NOT NULL DEFAULT 0,
    reason TEXT, reason_class TEXT, status INTEGER, answer TEXT, settled_at INTEGER,
    UNIQUE (event_seq, destination)
  ) STRICT;
  CREATE INDEX delivery_due ON delivery (destination, due_at) WHERE state = 'pending';
  CREATE INDEX delivery_dead ON delivery (destination, id) WHERE state = 'dead';
  CREATE INDEX delivery_person ON delivery (lead_id) WHERE state = 'pending' AND lead_id IS NOT NULL;
  CREATE TABLE person (
    lead_id TEXT PRIMARY KEY, client_id TEXT, session_id TEXT, choice TEXT NOT NULL, choice_at INTEGER NOT NULL,
    first_touch TEXT, last_touch TEXT, seen_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE touch (lead_id TEXT NOT NULL, at INTEGER NOT NULL, touch TEXT NOT NULL, PRIMARY KEY (lead_id, at)) STRICT, WITHOUT ROWID;
  CREATE TABLE consent_log (seq INTEGER PRIMARY KEY, lead_id TEXT NOT NULL, at INTEGER NOT NULL, choice TEXT NOT NULL) STRICT;
  CREATE INDEX consent_person ON consent_log (lead_id, at);
  CREATE TABLE identity_edge (
    seq INTEGER PRIMARY KEY, a TEXT NOT NULL, b TEXT NOT NULL, source TEXT NOT NULL, at INTEGER NOT NULL, removed_at INTEGER, UNIQUE (a, b, source)
  ) STRICT;
  CREATE INDEX identity_b ON identity_edge (b);
  CREATE TABLE webhook (
    seq INTEGER PRIMARY KEY, source TEXT NOT NULL, key TEXT NOT NULL, received_at INTEGER NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL,
    state TEXT NOT NULL, due_at INTEGER NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, reason TEXT, lead_id TEXT,
    UNIQUE (source, key)
  ) STRICT;
  CREATE INDEX webhook_due ON webhook (due_at) WHERE state = 'received';
  CREATE TABLE destination_state (destination TEXT PRIMARY KEY, disabled_at INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;
  `,
  // Every question that is asked while events arrive has an index of its own; what a delivery's person is, its event says.
  `
  ALTER TABLE webhook ADD COLUMN lease_until INTEGER NOT NULL DEFAULT 0;
  DROP INDEX delivery_person;
  ALTER TABLE delivery DROP COLUMN lead_id;
  CREATE INDEX event_personal ON event (lead_id, at) WHERE personal IS NOT NULL;
  CREATE INDEX event_money ON event (at) WHERE amount IS NOT NULL;
  CREATE INDEX event_errand ON event (seq) WHERE name = '${ERASURE}' AND personal IS NOT NULL;
  CREATE INDEX event_received ON event (received_at);
  CREATE INDEX webhook_received ON webhook (received_at);
  CREATE INDEX quarantine_received ON quarantine (received_at);
  CREATE INDEX consent_at ON consent_log (at);
  CREATE INDEX person_seen ON person (seen_at);
  `,
  // What operators look for, newest first (a rowid stands at the end of every index), and each attempt that did not deliver.
  `
  DROP INDEX event_received;
  CREATE INDEX event_received ON event (received_at, test_mode, name);
  CREATE INDEX event_name ON event (name);
  CREATE INDEX event_source ON event (source);
  CREATE INDEX delivery_destination ON delivery (destination);
  CREATE INDEX delivery_dead_newest ON delivery (id) WHERE state = 'dead';
  CREATE INDEX delivery_withheld ON delivery (destination, id) WHERE state = 'withheld';
  CREATE INDEX delivery_settled ON delivery (settled_at, destination, state) WHERE settled_at IS NOT NULL;
  CREATE TABLE delivery_attempt (
    delivery_id INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE, attempt INTEGER NOT NULL, at INTEGER NOT NULL, state TEXT NOT NULL,
    reason TEXT, reason_class TEXT, status INTEGER, answer TEXT, PRIMARY KEY (delivery_id, attempt)
  ) STRICT, WITHOUT ROWID;
  `,
  // A reversal may come before what it reverses.
  `
  ALTER TABLE event ADD COLUMN reversed_at INTEGER;
  CREATE TABLE reversal (key TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  // What advertising cost, day by day.
  `
  CREATE TABLE spend (key TEXT PRIMARY KEY, day TEXT NOT NULL, row TEXT NOT NULL, imported_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX spend_day ON spend (day);
  CREATE INDEX touch_at ON touch (at);
  `,
  // What was asked, how and where.
  `ALTER TABLE consent_log ADD COLUMN proof TEXT`,
  // What the figures ask for: the kind of device, and which event of the plan a refused one would have been.
  `
  ALTER TABLE event ADD COLUMN device TEXT;
  ALTER TABLE quarantine ADD COLUMN name TEXT;
  `,
  // Whose turn it is: set where a destination takes a person's events one after another.
  `
  ALTER TABLE delivery ADD COLUMN person TEXT;
  CREATE INDEX delivery_turn ON delivery (destination, person, id) WHERE state = 'pending' AND person IS NOT NULL;
  `,
  // Only the first of a line is due (see `line.ts`). A store that is being copied into gets its rows as they are.
  `
  CREATE TRIGGER delivery_joins_line AFTER INSERT ON delivery
    WHEN NEW.person IS NOT NULL AND NEW.state = 'pending' AND NEW.due_at < ${BEHIND} AND ${WHOLE}
    BEGIN ${STEP_BEHIND} END;
  CREATE TRIGGER delivery_joins_line_again AFTER UPDATE OF state ON delivery
    WHEN NEW.person IS NOT NULL AND OLD.state <> 'pending' AND NEW.state = 'pending' AND NEW.due_at < ${BEHIND} AND ${WHOLE}
    BEGIN ${STEP_BEHIND} END;
  CREATE TRIGGER delivery_leaves_line AFTER UPDATE OF state ON delivery
    WHEN OLD.person IS NOT NULL AND OLD.state = 'pending' AND NEW.state <> 'pending' AND OLD.due_at < ${BEHIND} AND ${WHOLE}
    BEGIN ${GIVE_TURN} END;
  CREATE TRIGGER delivery_leaves_line_deleted AFTER DELETE ON delivery
    WHEN OLD.person IS NOT NULL AND OLD.state = 'pending' AND OLD.due_at < ${BEHIND} AND ${WHOLE}
    BEGIN ${GIVE_TURN} END;
  UPDATE delivery SET due_at = due_at + ${BEHIND}
    FROM (SELECT id, min(id) OVER (PARTITION BY destination, person) AS first FROM delivery WHERE state = 'pending' AND person IS NOT NULL) AS line
    WHERE delivery.id = line.id AND line.id > line.first AND lease_until = 0;
  `,
]

export const schemaVersion = migrations.length

/** Throws when a newer Tagwright wrote this database. Answers its version. */
export const assertKnownVersion = (db: DatabaseSync): number => {
  const found = integer(db.prepare("PRAGMA user_version").get()?.["user_version"])
  if (found > schemaVersion)
    throw new Fault("caller", `the database has version ${found}, and this Tagwright knows ${schemaVersion}`, "Start the newer Tagwright, or another data folder")
  return found
}

/** Brings a database up to this version, one migration at a time, each in its own transaction, then checks that all rows still hang together. */
export const migrate = (db: DatabaseSync): void => {
  const found = assertKnownVersion(db)
  migrations.slice(found).forEach((sql, index) => {
    db.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${found + index + 1}; COMMIT`)
  })
  if (found > 0 && found < schemaVersion && db.prepare("PRAGMA foreign_key_check").get() !== undefined)
    throw new Fault("machine", "after the migration some rows hang in the air", "Restore the last backup with the Tagwright that wrote it, and report this")
}

/** Throws where a copy into this store did not come to its end: a server would miss rows. */
export const assertWhole = (db: DatabaseSync): void => {
  if (db.prepare("SELECT 1 FROM meta WHERE key = ?").get(HALF_COPIED) !== undefined)
    throw new Fault("caller", "this store is a half-finished copy of another one", "Start tagwright migrate-store again: it goes on where it stopped")
}

/** A database belongs to one environment: staging data can never mix with production's (gate T6). */
export const claimEnvironment = (db: DatabaseSync, environment: string): void => {
  db.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('environment', ?)").run(environment)
  assertEnvironment(db, environment)
}
export const assertEnvironment = (db: DatabaseSync, environment: string): void => {
  const owner = maybeText(db.prepare("SELECT value FROM meta WHERE key = 'environment'").get()?.["value"] ?? null)
  if (owner !== environment)
    throw new Fault("caller", `this data folder belongs to the environment "${owner}", not "${environment}"`, "Give each environment a --data folder of its own")
}
