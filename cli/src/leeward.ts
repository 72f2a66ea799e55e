// leeward …: one word per command; each says how it is used when it is asked, or when it is used wrongly.
import { declare } from './commands/declare.ts'
import { deliveries } from './commands/deliveries.ts'
import { detect } from './commands/detect.ts'
import { doCommand } from './commands/do.ts'
import { importFile } from './commands/import.ts'
import { key } from './commands/key.ts'
import { lint } from './commands/lint.ts'
import { password } from './commands/password.ts'
import { playbook } from './commands/playbook.ts'
import { replay } from './commands/replay.ts'
import { status } from './commands/status.ts'
import { UsageError } from './usage.ts'

const commands: Record<string, { usage: string; about: string; run: (args: string[]) => Promise<void> }> = {
  declare: {
    run: declare,
    about: 'declare a crisis',
    usage:
      'declare --title "…" --kind service-outage [--playbook KEY] [--service KEY[:REGION,…]]… [--onset 2030-01-31T09:30:00Z] [--severity 1 --reason "…"] [--practice]',
  },
  deliveries: {
    run: deliveries,
    about: 'prove the sums of everything that was sent for a crisis',
    usage: 'deliveries audit CRISIS [--json]     (leeward deliveries audit C-2026-014)',
  },
  detect: {
    run: detect,
    about: 'what the detectors would have raised over values of the past: CSV with a time, a value, and perhaps a series',
    usage: 'detect backtest --data FILE [--zone Europe/Berlin] [--sensitivity low|medium|high] [--time COLUMN] [--value COLUMN] [--series COLUMN] [--json]',
  },
  do: {
    run: doCommand,
    about: 'any command of the API by its stable name; without a name, the list of them',
    usage: 'do [NAME [CRISIS] [field=value]… [--file FILE]] [--idempotency-key KEY]     (leeward do acknowledgeCommand C-2026-014)',
  },
  import: {
    run: importFile,
    about: 'import accounts, contacts, services or exposures from a CSV file, or everything that another status page shows',
    usage: 'import accounts|contacts|services|exposures FILE [--practice]   |   import statuspage URL|FILE [--brand SLUG]',
  },
  key: { run: key, about: 'make an API key for a program', usage: 'key NAME [--group observer]' },
  lint: {
    run: lint,
    about: 'what an update still lacks: missing parts, jargon, blame, promises that the clock does not keep; - reads what is piped in',
    usage: 'lint FILE|- [--json] [--house FILE] [--zone Europe/Berlin]',
  },
  password: { run: password, about: 'give somebody a new password', usage: 'password E-MAIL' },
  playbook: {
    run: playbook,
    about: 'check playbooks: file, line, what is wrong and what is allowed; without FILE those that ship with Leeward',
    usage: 'playbook check [FILE…]',
  },
  replay: {
    run: replay,
    about: 'run real incidents through the real system, on their own clock',
    usage: 'replay FILE [--json]     (a Statuspage incidents.json, or .jsonl / .jsonl.gz with one incident a line)',
  },
  status: {
    run: status,
    about: 'the status pages as files for any file server or bucket',
    usage: 'status export FOLDER|s3://BUCKET/PREFIX',
  },
  texts: {
    // Lists and languages take a moment to load, which no other command should wait for.
    run: async (args) => (await import('./commands/texts.ts')).texts(args),
    about: 'what is read in a text (language, sentiment, intents, urgency), with what is personal masked; or a model from your own labelled texts',
    usage:
      'texts read FILE|- [--text COLUMN] [--model MODEL.json] [--ours @NAME,@NAME] [--json]   |   texts train FILE.csv --text COLUMN --label COLUMN --out MODEL.json [--seed 1]',
  },
}

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2)
  const command = name ? commands[name] : undefined
  if (!command || args.includes('--help')) {
    const lines = command ? [command.usage] : Object.values(commands).map(({ usage, about }) => `${usage}\n      ${about}`)
    process.stdout.write(
      `${command || !name || name === 'help' || name === '--help' ? '' : `There is no command ${name}.\n\n`}Usage:\n${lines.map((line) => `  leeward ${line}`).join('\n')}\n`,
    )
    return command || !name || name === 'help' || name === '--help' ? 0 : 2
  }
  try {
    await command.run(args)
    return 0
  } catch (error) {
    if (!(error instanceof UsageError)) {
      process.stderr.write(`leeward ${name}: ${error instanceof Error ? error.message : error}\n`)
      return 1
    }
    process.stderr.write(`leeward ${name}: ${error.message}\nUsage: leeward ${command.usage}\n`)
    return 2
  }
}

process.exitCode = await main()
