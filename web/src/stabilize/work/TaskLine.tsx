import { ActionIcon, Menu, Text } from '@mantine/core'
import { useState } from 'react'
import type { TaskView } from '../../../../server/src/stabilize/tasks/tasks.view.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { useRoom } from '../crisis/room.ts'
import { useCommand } from '../crisis/use-part.ts'
import { roleName } from '../team/role-name.ts'
import { AssignDialog } from './AssignDialog.tsx'
import { EndDialog, type Ending } from './EndDialog.tsx'
import styles from './Work.module.css'

export function TaskLine({ task }: { task: TaskView }) {
  const { status } = useRoom()
  const may = useMay('respond')
  const [dialog, setDialog] = useState<Ending | 'assign'>()
  const path = `/tasks/${encodeURIComponent(task.key)}`
  const start = useCommand(`${path}/start`)
  const finish = useCommand<object>(`${path}/completion`)
  const ended = task.state === 'done' || task.state === 'skipped'
  const blocked = task.waitsFor.length > 0
  const close = () => setDialog(undefined)
  return (
    <li className={styles.task} data-state={task.state} data-ended={ended || undefined} data-late={(task.overdue && !ended) || undefined}>
      <span className={styles.mark} role="img" aria-label={t(`task.${task.state}`)}>
        {task.state === 'done' && <Icon name="check" size={14} />}
      </span>
      <div>
        <Text size="sm" fw={ended ? 400 : 500} className={`${styles.text} lw-clip`}>
          {task.text}
        </Text>
        <Text size="xs" c={task.overdue && !ended ? undefined : 'dimmed'} className={task.overdue && !ended ? 'lw-red' : ''}>
          <Said task={task} />
        </Text>
        {task.help && !ended && (
          <Text size="xs" c="dimmed" mt={2}>
            {task.help}
          </Text>
        )}
        {blocked && !ended && (
          <Text size="xs" c="dimmed" mt={2}>
            {t('task.waits', { for: task.waitsFor.map(({ text }) => text).join('; ') })}
          </Text>
        )}
        {task.note && (
          <Text size="xs" mt={2} className="lw-prewrap">
            {task.note}
          </Text>
        )}
      </div>
      {status !== 'closed' && may && (
        <div className={styles.actions}>
          {!ended && task.state === 'open' && !blocked && (
            <ActionButton write={start} body={undefined} size="compact-xs" variant="default">
              {t('task.start')}
            </ActionButton>
          )}
          {!ended && !blocked && !task.evidence && (
            <ActionButton write={finish} body={{}} size="compact-xs" color="green" variant={task.state === 'doing' ? 'filled' : 'light'}>
              {t('task.finish')}
            </ActionButton>
          )}
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('task.more', { task: task.text })}>
                <Icon name="menu" size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {!ended && <Menu.Item onClick={() => setDialog('assign')}>{t('task.assign')}</Menu.Item>}
              {!ended && !blocked && <Menu.Item onClick={() => setDialog('completion')}>{t('task.finishWith')}</Menu.Item>}
              {!ended && <Menu.Item onClick={() => setDialog('skip')}>{t('task.skip')}</Menu.Item>}
              {ended && <Menu.Item onClick={() => setDialog('reopening')}>{t('task.reopen')}</Menu.Item>}
            </Menu.Dropdown>
          </Menu>
        </div>
      )}
      {dialog === 'assign' && <AssignDialog task={task} close={close} />}
      {dialog && dialog !== 'assign' && <EndDialog task={task} how={dialog} close={close} />}
    </li>
  )
}

/** Who answers for it, who is at it, and by when; once ended: who ended it and when. */
function Said({ task }: { task: TaskView }) {
  if (task.endedAt)
    return (
      <>
        {task.endedBy?.name} · <Moment at={task.endedAt} />
      </>
    )
  return (
    <>
      {task.owner ? task.owner.name : roleName(task.accountable)}
      {task.evidence && ` · ${t('task.evidence')}`}
      {task.dueAt && (
        <>
          {' · '}
          {task.overdue ? t('task.wasDue') : t('task.due')} <Moment at={task.dueAt} />
        </>
      )}
    </>
  )
}
