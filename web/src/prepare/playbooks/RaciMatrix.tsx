import { Text, VisuallyHidden } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Scrollable } from '../../ui/Scrollable.tsx'
import styles from './Plan.module.css'
import { type Playbook, roleName, useShown } from './playbook.ts'

/** Tasks by seats; exactly one seat is accountable for each task. */
export function RaciMatrix() {
  const { tasks, roles } = useShown().playbook
  const used = Object.keys(roles).filter((role) => tasks.some((task) => partOf(task, role)))
  return (
    <Card title={t('playbook.raci')}>
      <Text size="xs" c="dimmed" mb="xs">
        {t('playbook.raciHint')}
      </Text>
      <Scrollable label={t('playbook.raci')}>
        <table className={`${styles.table} ${styles.raci}`}>
          <thead>
            <tr>
              <th scope="col">{t('playbook.task')}</th>
              {used.map((role) => (
                <th key={role} scope="col" className={styles.role}>
                  {roleName(role, roles)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tasks.map((task) => (
              <tr key={task.key}>
                <th scope="row">{task.text}</th>
                {used.map((role) => (
                  <td key={role}>
                    <Part part={partOf(task, role)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </Card>
  )
}

type RaciPart = 'A' | 'AR' | 'R' | 'C' | 'I'

function Part({ part }: { part: RaciPart | undefined }) {
  if (!part) return null
  return (
    <b data-accountable={part.startsWith('A') || undefined}>
      <span aria-hidden="true">{part === 'AR' ? 'A R' : part}</span>
      <VisuallyHidden>{tOf('raci', part)}</VisuallyHidden>
    </b>
  )
}

/** Where nobody is named responsible, the accountable one does the work. */
function partOf(task: Playbook['tasks'][number], role: string): RaciPart | undefined {
  const does = task.responsible.length === 0 ? task.accountable === role : task.responsible.includes(role)
  if (task.accountable === role) return does ? 'AR' : 'A'
  return does ? 'R' : task.consulted.includes(role) ? 'C' : task.informed.includes(role) ? 'I' : undefined
}
