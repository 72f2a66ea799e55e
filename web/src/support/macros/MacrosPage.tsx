import { Badge, Button, Group, Paper, Text } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t, tn } from '../../strings/t.ts'
import styles from '../../detect/sources/Sources.module.css'
import { Empty } from '../../ui/Empty.tsx'
import { atDayTime, money } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { MacroDialog } from './MacroDialog.tsx'
import { type Macro, useMacros } from './macros.ts'

/** What there is, who may use it, and what was done and given with it in this month. */
export function MacrosPage() {
  const may = useMay('settings')
  const [open, setOpen] = useState<{ macro?: Macro }>()
  const query = useMacros(may)
  const add = may && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpen({})}>
      {t('macros.add')}
    </Button>
  )
  return (
    <Page title={t('macros.title')} lead={t('macros.lead')} actions={add} size={900}>
      {may ? (
        <Paper component="section" aria-label={t('macros.list')} p="md">
          <Loaded query={query}>
            {(macros) =>
              macros.length === 0 ? (
                <Empty title={t('macros.none')} text={t('macros.noneText')} />
              ) : (
                <ul className={styles.list}>
                  {macros.map((macro) => (
                    <Row key={macro.id} macro={macro} change={() => setOpen({ macro })} />
                  ))}
                </ul>
              )
            }
          </Loaded>
        </Paper>
      ) : (
        <Empty title={t('notAllowed', { permission: 'settings' })} />
      )}
      {open && <MacroDialog {...open} close={() => setOpen(undefined)} />}
    </Page>
  )
}

function Row({ macro, change }: { macro: Macro; change: () => void }) {
  const { name, groups, shipped, changedAt, changedBy, thisMonth } = macro
  const sum = (amounts: Macro['thisMonth']['granted']) => amounts.map((each) => money(each)).join(' + ')
  return (
    <li className={styles.item}>
      <div>
        <Text fw={600} size="sm">
          {name}
        </Text>
        <Text size="xs" c="dimmed" className="lw-figures">
          {[
            groups.length > 0 ? t('macros.for', { groups: groups.join(', ') }) : t('macros.forAll'),
            tn('macros.uses', thisMonth.uses),
            ...(thisMonth.granted.length > 0 ? [t('macros.granted', { sum: sum(thisMonth.granted) })] : []),
            ...(thisMonth.waiting.length > 0 ? [t('macros.waiting', { sum: sum(thisMonth.waiting) })] : []),
            ...(changedAt && changedBy ? [t('macros.changed', { name: changedBy.name, at: atDayTime(changedAt) })] : []),
          ].join(' · ')}
        </Text>
      </div>
      <Group gap="xs">
        {shipped && <Badge color="gray">{t('macros.shipped')}</Badge>}
        <Button size="xs" variant="default" aria-label={t('macros.changeOf', { name })} onClick={change}>
          {t('macros.change')}
        </Button>
      </Group>
    </li>
  )
}
