import { Text, VisuallyHidden } from '@mantine/core'
import type { PlaybookDiff } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { t } from '../../strings/t.ts'
import { Scrollable } from '../../ui/Scrollable.tsx'
import styles from './DiffView.module.css'

const around = 3

/** What changed: first in words, then line by line; long stretches that stayed the same are left out. */
export function DiffView({ diff }: { diff: PlaybookDiff }) {
  const changed = diff.lines.some((line) => line.kind !== 'same')
  if (!changed) return <Text size="sm">{t('diff.same')}</Text>
  return (
    <div>
      <h3 className={styles.title}>{t('diff.changes')}</h3>
      {diff.changes.length === 0 ? (
        <Text size="sm">{t('diff.words')}</Text>
      ) : (
        <ul className={styles.changes}>
          {diff.changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      <h3 className={styles.title}>{t('diff.lines')}</h3>
      <Scrollable label={t('diff.lines')} className={styles.lines}>
        <table>
          <tbody>
            {folded(diff.lines).map((line, nth) =>
              'hidden' in line ? (
                <tr key={nth} className={styles.hidden}>
                  <td colSpan={3}>{t('diff.hidden', { count: line.hidden })}</td>
                </tr>
              ) : (
                <tr key={nth} data-kind={line.kind}>
                  <td className={styles.number}>{line.before ?? ''}</td>
                  <td className={styles.number}>{line.after ?? ''}</td>
                  <td className={styles.text}>
                    {line.kind !== 'same' && <VisuallyHidden>{t(line.kind === 'added' ? 'diff.added' : 'diff.removed')}: </VisuallyHidden>}
                    <span aria-hidden="true">{line.kind === 'added' ? '+ ' : line.kind === 'removed' ? '− ' : '  '}</span>
                    {line.text}
                  </td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </Scrollable>
    </div>
  )
}

type Line = PlaybookDiff['lines'][number]

function folded(lines: Line[]): (Line | { hidden: number })[] {
  const near = lines.map((_, at) => lines.slice(Math.max(0, at - around), at + around + 1).some((line) => line.kind !== 'same'))
  const result: (Line | { hidden: number })[] = []
  for (const [at, line] of lines.entries()) {
    const last = result.at(-1)
    if (near[at]) result.push(line)
    else if (last && 'hidden' in last) last.hidden += 1
    else result.push({ hidden: 1 })
  }
  return result
}
