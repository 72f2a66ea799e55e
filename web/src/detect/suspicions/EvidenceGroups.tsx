import { VisuallyHidden } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { atNear } from '../../ui/format.ts'
import styles from './Suspicions.module.css'
import { type Suspicion, witnesses } from './suspicions.ts'

/** The sentences of each witness; what is over is struck, and says since when. */
export function EvidenceGroups({ evidence }: Pick<Suspicion, 'evidence'>) {
  const said = witnesses.map((witness) => ({ witness, own: evidence.filter((each) => each.witness === witness) })).filter(({ own }) => own.length > 0)
  return (
    <div className={styles.groups}>
      {said.map(({ witness, own }) => (
        <div key={witness} className={styles.group}>
          <h4>{tOf('suspicions.witness', witness)}</h4>
          <ul>
            {own.map(({ kind, key, sentence, overAt }) => (
              <li key={`${kind}/${key}`}>
                {overAt ? (
                  <>
                    <s>{sentence}</s> <VisuallyHidden>({t('suspicions.over', { at: atNear(overAt) })})</VisuallyHidden>
                    <span aria-hidden="true" className="lw-green">
                      {t('suspicions.over', { at: atNear(overAt) })}
                    </span>
                  </>
                ) : (
                  sentence
                )}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}
