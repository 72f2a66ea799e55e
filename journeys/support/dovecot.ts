// Debian's own IMAP server on loopback, started for one test and ended by it; undefined where it is not installed.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

export type Dovecot = { url: (folder?: string) => string; port: number; stop: () => Promise<void>; restart: () => Promise<void>; mails: string }

export async function startDovecot(): Promise<Dovecot | undefined> {
  if (!installed()) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'lw-imap-'))
  const port = await freePort()
  const { uid, username } = userInfo()
  mkdirSync(join(folder, 'run'))
  const owner = uid === 0 ? { user: 'mail', group: 'mail' } : { user: username, group: username }
  if (uid === 0) execFileSync('chown', ['-R', 'mail:mail', folder])
  const configuration = join(folder, 'dovecot.conf')
  writeFileSync(
    configuration,
    `base_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
${uid === 0 ? '' : `default_internal_user = ${username}\ndefault_internal_group = ${username}\ndefault_login_user = ${username}\n`}mail_location = maildir:${folder}/mail/%u
mail_uid = ${owner.user}
mail_gid = ${owner.group}
passdb {
  driver = static
  args = password=correct-horse
}
userdb {
  driver = static
  args = uid=${owner.user} gid=${owner.group} home=${folder}/home/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`,
  )
  let process: ChildProcess | undefined
  const begin = async () => {
    process = spawn(program, ['-F', '-c', configuration], { stdio: 'ignore' })
    await listening(port)
  }
  const end = async () => {
    const running = process
    if (!running || running.exitCode !== null) return
    const gone = new Promise((resolve) => running.once('exit', resolve))
    running.kill('SIGTERM')
    await gone
  }
  await begin()
  return {
    port,
    url: (name = 'INBOX') => `imap://bounces:correct-horse@127.0.0.1:${port}/${name}`,
    mails: join(folder, 'mail/bounces'),
    stop: async () => {
      await end()
      rmSync(folder, { recursive: true, force: true })
    },
    restart: async () => {
      await end()
      await begin()
    },
  }
}

const program = '/usr/sbin/dovecot'
function installed(): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

export const freePort = () =>
  new Promise<number>((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => found(port))
    })
  })

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const up = await new Promise<boolean>((told) => {
      const socket = connect(port, '127.0.0.1', () => told(true)).on('error', () => told(false))
      setTimeout(() => socket.destroy(), 500).unref()
    })
    if (up) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the IMAP server did not start')
}
