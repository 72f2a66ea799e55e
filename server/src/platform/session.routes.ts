import { sql } from 'kysely'
import type { Deps } from '../deps.ts'
import { groups } from './auth/permissions.ts'
import { type App, asker, may, typed } from './http/server.ts'
import { SessionView } from './session.contract.ts'

/** Who I am, and what I may do here. */
export function sessionRoutes(server: App, { db, config }: Deps) {
  typed(server).get('/api/session', { config: may('signed-in'), schema: { response: { 200: SessionView } } }, async (request) => {
    const { id, name, groups: mine } = asker(request)
    const {
      rows: [brand],
    } = await sql<{ name: string }>`select name from brands order by created_at limit 1`.execute(db)
    return {
      id,
      name,
      groups: mine,
      permissions: [...new Set(mine.flatMap((group) => groups[group]))],
      demo: config.demo,
      statusUrl: config.statusUrl,
      brand: brand?.name ?? 'Leeward',
    }
  })
}
