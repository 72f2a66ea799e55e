// A file of templates that ship: words for audiences, by phase, for one playbook or for all that have none of their own.
import { z } from 'zod'
import { Parts } from '../../communicate/updates/updates.contract.ts'
import type { ShippedTemplate } from './in-force.ts'
import { Audience, Locale, templatePhases } from './templates.contract.ts'

export const TemplateFile = z.strictObject({
  playbook: z.string().describe('whose words they are; _all: for every playbook that has none of its own'),
  locale: Locale,
  audiences: z.partialRecord(Audience, z.partialRecord(z.enum(templatePhases), Parts.strict())),
})
export type TemplateFile = z.output<typeof TemplateFile>

export const templatesOf = ({ playbook, locale, audiences }: TemplateFile): ShippedTemplate[] =>
  Object.entries(audiences).flatMap(([audience, phases]) =>
    Object.entries(phases ?? {}).map(([phase, parts]) => ({
      playbook,
      phase: phase as ShippedTemplate['phase'],
      audience: audience as ShippedTemplate['audience'],
      locale,
      parts,
    })),
  )
