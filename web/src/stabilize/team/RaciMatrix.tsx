import { VisuallyHidden } from '@mantine/core'
import type { SeatView } from '../../../../server/src/stabilize/roles/team.contract.ts'
import type { TaskView } from '../../../../server/src/stabilize/tasks/tasks.view.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { roleName } from './role-name.ts'
import styles from './Team.module.css'

const letters = ['A', 'R', 'C', 'I'] as const
type Letter = (typeof letters)[number]

/** Who answers for each task, who does it, who is asked, who is told. Exactly one A in every row. */
export function RaciMatrix({ seats, tasks }: { seats: SeatView[]; tasks: TaskView[] }) {
  const involved = seats.filter(({ role }) => tasks.some((task) => letterOf(task, role)))
  return (
    <Card title={t('raci.title')}>
      {tasks.length === 0 ? (
        <Empty title={t('raci.none')} />
      ) : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard */}
          <section className={styles.matrix} aria-label={t('raci.title')} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('raci.task')}</th>
                  {involved.map(({ role, title, holder }) => (
                    <th key={role} scope="col">
                      {roleName(role, title)}
                      <br />
                      <small>{holder?.name ?? t('team.empty')}</small>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {tasks.map((task) => (
                  <tr key={task.key}>
                    <th scope="row">{task.text}</th>
                    {involved.map(({ role }) => {
                      const letter = letterOf(task, role)
                      return (
                        <td key={role}>
                          {letter && (
                            <span className={styles.letter} data-letter={letter}>
                              <span aria-hidden="true">{letter}</span>
                              <VisuallyHidden>{tOf('raci', letter)}</VisuallyHidden>
                            </span>
                          )}
                        </td>
                      )
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <p className={styles.legend}>
            {letters.map((letter) => (
              <span key={letter}>
                <b>{letter}</b> {tOf('raci', letter)}
              </span>
            ))}
          </p>
        </>
      )}
    </Card>
  )
}

function letterOf(task: TaskView, role: string): Letter | undefined {
  if (task.accountable === role) return 'A'
  if (task.responsible.includes(role)) return 'R'
  if (task.consulted.includes(role)) return 'C'
  return task.informed.includes(role) ? 'I' : undefined
}
