import { generatedPassword, setPassword } from '../../../server/src/platform/auth/auth.ts'
import { direct } from '../direct.ts'
import { readArgs, UsageError } from '../usage.ts'

/** leeward password: for whoever owns the machine; the person is signed out everywhere. */
export async function password(args: string[]) {
  const {
    positionals: [email],
  } = readArgs(args, {})
  if (!email) throw new UsageError('whose password? Give their e-mail address.')
  const fresh = generatedPassword()
  if (!(await direct(({ db, auth }) => setPassword(db, auth, email, fresh)))) throw new Error(`nobody signs in as ${email}.`)
  process.stdout.write(`New password of ${email}: ${fresh}\n`)
}
