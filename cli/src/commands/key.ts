import { createApiKey } from '../../../server/src/platform/auth/auth.ts'
import { groups, isGroup } from '../../../server/src/platform/auth/permissions.ts'
import { direct } from '../direct.ts'
import { readArgs, UsageError } from '../usage.ts'

/** leeward key: an API key with one group's permissions, shown once. */
export async function key(args: string[]) {
  const {
    values,
    positionals: [name],
  } = readArgs(args, { group: { type: 'string', default: 'observer' } })
  if (!name) throw new UsageError('what is the key for? Give it a name.')
  const { group } = values
  if (!isGroup(group)) throw new UsageError(`there is no group ${group}; there are ${Object.keys(groups).join(', ')}.`)
  process.stdout.write(`${await direct(({ db }) => createApiKey(db, name, group, new Date()))}\n`)
}
