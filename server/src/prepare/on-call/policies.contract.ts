import { z } from 'zod'
import { type Group, groups } from '../../platform/auth/permissions.ts'
import { Id, Title } from '../../platform/contract.ts'

const Minutes = z.number().int().min(0).max(1_440)

/** Whom a step asks: whoever is on call in a rotation, a person, or everybody in a group. */
export const Target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rotation'), id: Id }),
  z.object({ kind: z.literal('person'), id: z.string().min(1).max(100) }),
  z.object({ kind: z.literal('group'), group: z.enum(Object.keys(groups) as [Group, ...Group[]]) }),
])
export const Step = z.object({ afterMinutes: Minutes.describe('minutes after the step before; the first step fires at once'), targets: z.array(Target) })
/** What a running escalation keeps. */
export const Policy = z.object({
  id: Id.nullable(),
  name: z.string(),
  steps: z.array(Step).min(1),
  repeats: z.number().int(),
  repeatAfterMinutes: z.number().int(),
})
const Severity = z.number().int().min(1).max(4)
export const Filter = z.object({
  severities: z.array(Severity).max(4).default([]),
  kinds: z.array(z.string().max(60)).max(30).default([]),
  services: z.array(Id).max(200).default([]),
})

/** Steps in order; each list of the filter empty: any. `position`: the lower, the earlier it is tried. */
export const WritePolicy = z
  .object({
    name: Title(120),
    position: z.number().int().min(0).max(10_000).default(0),
    filter: Filter.prefault({}),
    steps: z
      .array(Step.extend({ targets: z.array(Target).min(1, 'name at least one person, rotation or group').max(50) }))
      .min(1, 'an escalation needs at least one step')
      .max(20),
    repeats: z.number().int().min(0).max(20).default(2).describe('how many times it begins anew after the last step'),
    repeatAfterMinutes: Minutes.min(1).default(10).describe('minutes after the last step until it begins anew; later: between calls of the last step'),
  })
  .refine(({ steps }) => steps[0]?.afterMinutes === 0, { path: ['steps', 0, 'afterMinutes'], message: 'must be 0: the first step fires at once' })
  .refine(({ steps }) => steps.slice(1).every((step) => step.afterMinutes >= 1), {
    path: ['steps'],
    message: 'must give people at least a minute before the next step (afterMinutes 1 or more)',
  })

/** `unsound`: what is wrong with it now, in sentences: a step behind which nobody stands, somebody who has left. */
export const PolicyView = z.object({
  id: Id,
  name: z.string(),
  position: z.number().int(),
  filter: Filter,
  steps: z.array(z.object({ afterMinutes: z.number().int(), targets: z.array(z.object({ target: Target, label: z.string(), now: z.array(z.string()) })) })),
  repeats: z.number().int(),
  repeatAfterMinutes: z.number().int(),
  unsound: z.array(z.string()),
})
export type PolicyView = z.output<typeof PolicyView>
export type WritePolicy = z.input<typeof WritePolicy>
