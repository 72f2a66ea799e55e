import { z } from 'zod'
import { GivenInstant, Instant, Line, Person, Text } from '../../platform/contract.ts'
import { Obligation } from '../../assess/regulatory-clocks/regulatory.contract.ts'
import { Severity, SeverityQuestion } from '../../assess/severity/severity.contract.ts'
import { Kind } from '../../stabilize/crisis/crisis.contract.ts'
import { PlaybookShape } from './playbook.contract.ts'

/** What is wrong with a playbook, for a person: line and column count from 1, `path` says the place in words. */
export const Problem = z.object({ line: z.number().int(), column: z.number().int(), path: z.string(), message: z.string() })

export const Origin = z.enum(['shipped', 'edited', 'own'])

/** A playbook in force. `revision` counts what was saved here (0: as shipped); the next save names it, so that nobody overwrites another's work. */
export const PlaybookSummary = z.object({
  key: z.string(),
  title: z.string(),
  about: z.string(),
  version: z.string(),
  kinds: z.array(Kind),
  /** Kinds for which this one is used where nobody chooses. */
  usedFor: z.array(Kind),
  origin: Origin,
  revision: z.number().int(),
  changed: z.object({ at: Instant, by: Person, note: z.string() }).nullable(),
  shippedChanged: z.boolean().describe('the shipped file changed with an upgrade since ours was written'),
  setAside: z.boolean().describe('what was saved does not fit this version of Leeward and is not used'),
  questions: z.array(SeverityQuestion),
  tasks: z.number().int(),
  regulated: z.boolean(),
})

export const PlaybookVersion = z.object({ revision: z.number().int(), at: Instant, by: Person, note: z.string(), followsShipped: z.boolean() })

/** Everything about one playbook. `yaml` is the text to edit; `shippedYaml` the file that ships, null for one of the installation’s own. */
export const ShownPlaybook = z.object({
  summary: PlaybookSummary,
  yaml: z.string(),
  playbook: PlaybookShape,
  shippedYaml: z.string().nullable(),
  versions: z.array(PlaybookVersion),
  obligations: z.array(Obligation),
  remedies: z.array(z.object({ severity: Severity.nullable().describe('null: every severity'), tiers: z.array(z.string()).nullable(), sentence: z.string() })),
})

const Yaml = z.string().max(400_000)
/** Text as it was written; only what no text may hold is refused. */
const Written = Yaml.min(1, 'must not be empty').refine((text) => text.isWellFormed() && !text.includes('\0'), 'must be well-formed text')
export const CheckPlaybook = z.object({ yaml: Yaml })
export const CheckedPlaybook = z.object({ problems: z.array(Problem), key: z.string().nullable() })
export const PutPlaybook = z.object({
  yaml: Written,
  note: Line(500).describe('why it changes'),
  revision: z.number().int().min(0).max(1_000_000).describe('the revision this one is made from; 0 where nothing was saved yet'),
})
export const ResetPlaybook = PutPlaybook.omit({ yaml: true })
export const SavedPlaybook = z.object({ key: z.string(), revision: z.number().int() })

export const DiffLine = z.object({
  kind: z.enum(['same', 'added', 'removed']),
  before: z.number().int().nullable(),
  after: z.number().int().nullable(),
  text: z.string(),
})
/** Two versions side by side; 0 is the shipped file of today. */
export const PlaybookDiff = z.object({ from: z.number().int(), to: z.number().int(), lines: z.array(DiffLine), changes: z.array(z.string()) })

/** What would be on a time line if a crisis were declared now; `at` null: at no known time. Bars have a `from`. */
export const Rehearsed = z.object({
  lane: z.enum(['promises', 'tasks', 'pages', 'messages', 'law', 'actions']),
  kind: z.string(),
  from: Instant.nullable(),
  at: Instant.nullable(),
  minutes: z.number().nullable().describe('from the declaration to `at`'),
  title: z.string(),
  detail: z.string(),
  who: z.array(z.string()).describe('roles'),
})
const Minutes = z
  .number()
  .int()
  .min(1)
  .max(60 * 24 * 30)
export const PreviewPlaybook = z.object({
  yaml: Yaml.optional().describe('a text that is not saved; without it what is in force counts'),
  severity: Severity,
  startAt: GivenInstant.optional().describe('now, where left out'),
  restoredAfterMinutes: Minutes.optional().describe('when customers can work again; left out, late enough to see the rhythm twice'),
  escalation: z
    .array(z.object({ afterMinutes: z.number().int().min(0).max(10_000), who: Text(200) }))
    .max(20)
    .optional()
    .describe('whom to call; left out, as the escalation policies would'),
})
export const PlaybookPreview = z.object({ severity: Severity, startAt: Instant, restoredAt: Instant, entries: z.array(Rehearsed) })

export type Problem = z.output<typeof Problem>
export type PlaybookSummary = z.output<typeof PlaybookSummary>
export type PlaybookVersion = z.output<typeof PlaybookVersion>
export type PlaybookDiff = z.output<typeof PlaybookDiff>
export type Rehearsed = z.output<typeof Rehearsed>
export type PlaybookPreview = z.output<typeof PlaybookPreview>
export type ShownPlaybook = z.output<typeof ShownPlaybook>
