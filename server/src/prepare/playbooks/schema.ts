// The JSON Schema of a playbook, for editors that help while somebody writes; made from the contract, never by hand.
import { z } from 'zod'
import { Playbook } from './playbook.ts'

/** What somebody may write: what has a default may be left out. Names that refer to each other are beyond it; `leeward playbook check` sees those. */
export const playbookSchema = { title: 'A Leeward playbook', ...z.toJSONSchema(Playbook, { io: 'input' }) }

export const schemaText = `${JSON.stringify(playbookSchema, null, 2)}\n`
