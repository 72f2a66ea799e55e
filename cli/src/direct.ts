import { createAuth } from '../../server/src/platform/auth/auth.ts'
import { type Config, readConfig } from '../../server/src/platform/config/config.ts'
import { installationKey } from '../../server/src/platform/secrets/seal.ts'
import { openDatabase } from '../../server/src/install.ts'
import { migrate } from '../../server/src/platform/database/migrate.ts'

/** For the commands of whoever owns the machine: straight to the database, running or not; a running one goes on running. */
export async function direct<T>(
  act: (tools: { config: Config; db: Awaited<ReturnType<typeof openDatabase>>['connection']['db']; auth: ReturnType<typeof createAuth> }) => Promise<T>,
): Promise<T> {
  const config = readConfig(process.env)
  const { connection, close } = await openDatabase(config, true)
  try {
    await migrate(connection.pool)
    return await act({ config, db: connection.db, auth: createAuth(connection, installationKey(config.dataDir, config.secret), config.consoleUrl) })
  } finally {
    await close()
  }
}
