import { z } from 'zod'
import { Text } from '../../platform/contract.ts'

const parts = ['title', 'happened', 'affected', 'known', 'unknown', 'doing', 'can', 'must', 'workaround', 'estimate', 'why', 'prevention'] as const
export const apologies = ['once', 'never', 'free'] as const
/** How a house writes. */
export const HouseStyle = z.object({
  apology: z
    .enum(apologies)
    .default('once')
    .describe('once: acknowledge always, apologise in one update, then report; never: acknowledge, do not apologise; free: as the author likes'),
  grade: z.number().int().min(4).max(16).default(8).describe('the school grade that should be enough to understand it'),
  banned: z.array(Text(80).min(2)).max(200).default([]).describe('words that never appear'),
})
export const Finding = z.object({
  rule: z.string(),
  severity: z
    .enum(['error', 'warning', 'hint'])
    .describe('error: it is not published like this; warning: somebody must have seen it; hint: it could be better'),
  part: z.enum(parts).nullable().describe('the part it is in; null: the message as a whole'),
  from: z.number().int().nullable().describe('where in the part, in characters'),
  to: z.number().int().nullable(),
  sentence: z.string().describe('what is wrong and what to do'),
  fix: z.string().nullable().describe('what could stand there instead'),
})
/** A text under settings that need not be saved. */
export const TryHouseStyle = z.object({ style: HouseStyle, text: Text(4_000) })
export const TriedHouseStyle = z.object({
  grade: z.number().nullable().describe('the school grade that it takes to understand the text; null where it is too short to say'),
  byHouse: z.array(Finding).describe('what follows from these settings'),
  always: z.array(Finding).describe('what is found whatever they are'),
})
export type TriedHouseStyle = z.output<typeof TriedHouseStyle>
export type HouseStyle = z.output<typeof HouseStyle>
export type Finding = z.output<typeof Finding>
