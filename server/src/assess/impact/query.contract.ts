// A condition as the console's query builder writes it, read strictly.
import { z } from 'zod'
import { fieldNames, limits, type Query } from './fields.contract.ts'
import { type Place, readGroup } from './query.read.ts'

/**
 * A condition that somebody sends: what react-querybuilder exports (`combinator`, `not`, `rules`; of a rule `field`, `operator`, `value`).
 * Everything unknown is refused with its place in the tree and what is allowed there; what comes out is clean, and nothing else is ever compiled.
 */
export const ImpactQuery = z
  .unknown()
  .transform((given, context): Query => {
    const problem = (at: Place, message: string) => context.addIssue({ code: 'custom', path: at, message })
    return readGroup(given, { problem, left: { rules: limits.rules, values: limits.values } }, [], 1) ?? z.NEVER
  })
  .meta({ description: `A group: { combinator: "and" | "or", not, rules }, each rule { field, operator, value }. Fields: ${fieldNames.join(', ')}.` })

/** A condition that is already stored. */
export const StoredQuery = z.object({ combinator: z.enum(['and', 'or']), not: z.boolean(), rules: z.array(z.unknown()) }) as unknown as z.ZodType<Query>
