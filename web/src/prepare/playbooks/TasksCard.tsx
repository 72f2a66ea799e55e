import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import styles from './Plan.module.css'
import { minutesInWords, type Playbook, roleName, useShown } from './playbook.ts'

type Task = Playbook['tasks'][number]
const phases = ['assess', 'stabilize', 'communicate', 'support', 'remediate', 'restore', 'learn'] as const

/** What must be done: what must work again first, then phase by phase. */
export function TasksCard() {
  const { tasks } = useShown().playbook
  const groups = phases
    .map((phase) => ({ name: tOf('playbook.taskPhase', phase), tasks: tasks.filter((task) => task.phase === phase) }))
    .filter((group) => group.tasks.length > 0)
  return (
    <Card title={t('playbook.tasksTitle')}>
      {groups.map((group) => (
        <div key={group.name}>
          <h3 className={styles.phase}>{group.name}</h3>
          <ul className={styles.tasks}>
            {group.tasks.map((task) => (
              <TaskLine key={task.key} task={task} />
            ))}
          </ul>
        </div>
      ))}
    </Card>
  )
}

function TaskLine({ task }: { task: Task }) {
  const { roles, tasks } = useShown().playbook
  const before = task.after.map((key) => tasks.find((each) => each.key === key)?.text ?? key)
  return (
    <li>
      <div>
        {task.text}
        <span className={styles.marks}>
          {task.critical && (
            <span className={styles.mark} data-critical title={t('playbook.criticalHint')}>
              {t('playbook.critical')}
            </span>
          )}
          {task.evidence && <span className={styles.mark}>{t('playbook.evidence')}</span>}
        </span>
        {task.help && <div className={styles.help}>{task.help}</div>}
        {before.length > 0 && <div className={styles.help}>{t('playbook.after', { tasks: before.map((text) => `“${text}”`).join(', ') })}</div>}
      </div>
      <div>{roleName(task.accountable, roles)}</div>
      <div className={styles.help}>
        {dueInWords(task)}
        {task.severities.length < 4 && <div>{t('playbook.onlyAt', { severities: task.severities.join(', ') })}</div>}
      </div>
    </li>
  )
}

const dueInWords = ({ dueMinutes, from }: Task) =>
  dueMinutes === undefined ? t('playbook.due.none') : t(`playbook.due.${from}`, { span: minutesInWords(dueMinutes) })
