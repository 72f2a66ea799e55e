// A customer's own word that it works again; it may change until the crisis is closed.
import { z } from 'zod'
import type { Decider } from '../../platform/decider.ts'
import { streamKind } from '../../platform/events/kinds.ts'

export type SignOffCommand = { type: 'Answer'; answer: 'works' | 'still-broken'; accountId: number; now: Date }
export type SignOffFact = { type: 'CustomerConfirmed'; accountId: number; at: Date } | { type: 'CustomerStillBroken'; accountId: number; at: Date }
export type SignOffState = { answer?: 'works' | 'still-broken' }

export const signOff: Decider<SignOffState, SignOffCommand, SignOffFact> = {
  initial: {},
  decide: ({ answer, accountId, now }, state) =>
    answer === state.answer ? [] : [{ type: answer === 'works' ? 'CustomerConfirmed' : 'CustomerStillBroken', accountId, at: now }],
  evolve: (_, fact) => ({ answer: fact.type === 'CustomerConfirmed' ? 'works' : 'still-broken' }),
}

const at = z.coerce.date()
export const signOffKind = streamKind<SignOffState, SignOffCommand, SignOffFact>({
  name: 'sign-off',
  decider: signOff,
  schemaVersion: 1,
  facts: z.discriminatedUnion('type', [
    z.object({ type: z.literal('CustomerConfirmed'), accountId: z.number(), at }),
    z.object({ type: z.literal('CustomerStillBroken'), accountId: z.number(), at }),
  ]),
})
