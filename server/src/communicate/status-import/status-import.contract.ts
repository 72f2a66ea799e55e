import { z } from 'zod'
import { SourceComponent, SourceIncident } from './statuspage.ts'

/** A part of another page, as its API says it; large ones are sent in several calls. The same again changes nothing. */
export const BringStatusPage = z.object({
  components: z.array(SourceComponent).max(1_000).default([]),
  incidents: z.array(z.unknown()).max(200).default([]),
  maintenances: z.array(z.unknown()).max(200).default([]),
})
export const BroughtStatusPage = z.object({
  services: z.object({ added: z.number().int(), known: z.number().int(), groups: z.number().int() }),
  incidents: z.object({ added: z.number().int(), changed: z.number().int(), same: z.number().int(), open: z.number().int() }),
  maintenances: z.object({ added: z.number().int(), same: z.number().int(), skipped: z.number().int() }),
  unknownServices: z.array(z.string()).describe('components that incidents name and that this page does not have'),
  wrong: z.array(z.object({ id: z.string(), reason: z.string() })).describe('what could not be read, and why'),
})
export type BringStatusPage = z.output<typeof BringStatusPage>
export type BroughtStatusPage = z.output<typeof BroughtStatusPage>
export { SourceIncident }
