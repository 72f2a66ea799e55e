// A playbook is the plan for kinds of crises; a running crisis keeps the one it started with.
import { z } from 'zod'
import { clockKinds } from '../../communicate/clocks/clocks.contract.ts'
import { Parts, phases } from '../../communicate/updates/updates.contract.ts'
import { Kind } from '../../stabilize/crisis/crisis.contract.ts'

const perSeverity = <T extends z.ZodType>(each: T) => z.strictObject({ 1: each, 2: each, 3: each, 4: each })
const Minutes = z
  .number()
  .int()
  .min(1)
  .max(60 * 24 * 90)

/** Minutes until each promise is due; a promise left out is not made at that severity. */
export const ClockPolicy = perSeverity(z.partialRecord(z.enum(clockKinds), Minutes))

export const Playbook = z.strictObject({
  playbook: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/),
  version: z.string().min(1),
  title: z.string().min(1),
  kinds: z.array(Kind).min(1),
  clocks: ClockPolicy,
  approvals: z.strictObject({ updates: perSeverity(z.number().int().min(1).max(3)), remedies: perSeverity(z.number().int().min(1).max(3)) }),
  remedies: z.string(),
  criteria: z.array(z.strictObject({ key: z.string().regex(/^[a-z0-9-]+$/), text: z.string().min(1), each: z.enum(['service']).optional() })).min(1),
  templates: z.record(z.enum(['holding', ...phases]), Parts),
})

export type Playbook = z.output<typeof Playbook>
export type ClockPolicy = z.output<typeof ClockPolicy>

/** The parts of a message with their {{variables}} put in; an unknown variable stays visible, so that nobody publishes it unseen. */
export const filled = (parts: Parts, values: Record<string, string>): Parts =>
  Object.fromEntries(
    Object.entries(parts).map(([part, text]) => [part, text?.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole)]),
  ) as Parts
