import { z } from 'zod'
import { Parts } from '../../communicate/updates/updates.contract.ts'
import { Instant } from '../../platform/contract.ts'
import { TemplateOrigin } from './templates.contract.ts'

const Said = z.object({ locale: z.string(), parts: Parts, from: TemplateOrigin.nullable().describe('null: there is no template for it') })
export const Suggestion = Said.extend({
  nextUpdateAt: Instant.nullable(),
  translations: z.array(Said).describe('the same in each other language that has a template'),
})
export type Suggestion = z.output<typeof Suggestion>
