// Mails as they lie in folders of samples: every file, those in mailboxes and archives one by one.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { mailsIn, untarred } from './bounce-samples.ts'

export type MailFile = { name: string; raw: Uint8Array }

/** DIR itself, or where the mails lie in all sample data. */
export function mailsFolder(data: string | undefined): string {
  const from = data ?? process.env.LEEWARD_SAMPLES ?? '../shared/data'
  const folder = [join(from, 'emails'), from].find(existsSync)
  if (!folder) throw new Error(`skipped: there is no folder ${from}; name one with --data DIR`)
  return folder
}

/** Every file below a folder, whatever it is called: what is no mail must be borne, too. */
export function* mailFiles(folder: string): Generator<MailFile> {
  for (const entry of readdirSync(folder).toSorted()) {
    const path = join(folder, entry)
    if (statSync(path).isDirectory()) yield* mailFiles(path)
    else if (/\.(tar\.gz|tgz)$/.test(entry)) yield* untarred(gunzipSync(readFileSync(path)))
    else if (/^(LICENSE|NOTICE|README)/.test(entry)) continue
    else for (const [nth, raw] of mailsIn(path).entries()) yield { name: nth === 0 ? path : `${path}#${nth}`, raw }
  }
}

/** The mails of lists: those of every archive below the folder, or, where there is none, all mails there. */
export function listMails(folder: string): MailFile[] {
  const archives = [...archivesIn(folder)]
  return archives.length > 0 ? archives.flatMap((file) => [...untarred(gunzipSync(readFileSync(file)))]) : [...mailFiles(folder)]
}

function* archivesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder).toSorted()) {
    const path = join(folder, entry)
    if (statSync(path).isDirectory()) yield* archivesIn(path)
    else if (/\.(tar\.gz|tgz)$/.test(entry)) yield path
  }
}
