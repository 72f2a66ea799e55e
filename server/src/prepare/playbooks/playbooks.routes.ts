import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Playbook } from './playbook.ts'

/** The plans there are; each says for which kinds of crises. */
export function playbookRoutes(server: App, { shelf }: Deps) {
  typed(server).get('/api/playbooks', { config: may('read'), schema: { response: { 200: z.array(Playbook) } } }, async () => shelf.playbooks)
}
