import { Badge, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { StakeholderView } from '../../../../server/src/communicate/stakeholders/stakeholders.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { useWrite } from '../../ui/use-write.ts'
import styles from './Audiences.module.css'
import { stakeholdersKey, useStakeholders } from './audiences.ts'
import { StakeholderDialog } from './StakeholderDialog.tsx'

/** The register: who is told although they are no customers, of what, and who of ours keeps the relation. */
export function Stakeholders() {
  const query = useStakeholders()
  const may = useMay('registry')
  const [open, setOpen] = useState<StakeholderView | 'new'>()
  const remove = useWrite<unknown, { id: string }>({
    path: ({ id }) => `/api/stakeholders/${id}/removal`,
    send: () => ({}),
    touches: [stakeholdersKey],
    done: t('stakeholders.removed'),
  })
  return (
    <Card
      title={t('stakeholders.title')}
      aside={
        may && (
          <Button size="xs" variant="default" onClick={() => setOpen('new')}>
            {t('stakeholders.add')}
          </Button>
        )
      }
    >
      <Loaded query={query}>
        {(all) =>
          all.length === 0 ? (
            <Empty title={t('stakeholders.none')} text={t('stakeholders.noneText')} />
          ) : (
            <ul className={styles.list}>
              {all.map((each) => (
                <li key={each.id}>
                  <div>
                    <Group gap="xs">
                      <Text fw={600}>{each.name}</Text>
                      <Badge size="sm" color="gray">
                        {tOf('stakeholder', each.kind)}
                      </Badge>
                    </Group>
                    <Text size="sm" c="dimmed">
                      {[
                        each.organisation,
                        each.email,
                        t('stakeholders.severity', { severity: each.leastSeverity }),
                        each.crisisKinds?.map((kind) => tOf('kind', kind)).join(', '),
                        each.brand && t('templates.onlyBrand', { brand: each.brand }),
                        each.owner && t('stakeholders.by', { name: each.owner.name }),
                      ]
                        .filter(Boolean)
                        .join(' · ')}
                    </Text>
                    {each.note && <Text size="sm">{each.note}</Text>}
                  </div>
                  {may && (
                    <Group gap="xs">
                      <Button size="xs" variant="default" aria-label={t('audiences.changeOne', { name: each.name })} onClick={() => setOpen(each)}>
                        {t('audiences.change')}
                      </Button>
                      <Button
                        size="xs"
                        variant="subtle"
                        color="gray"
                        aria-label={t('audiences.removeOne', { name: each.name })}
                        onClick={() => remove.mutate({ id: each.id })}
                      >
                        {t('audiences.remove')}
                      </Button>
                    </Group>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {open && <StakeholderDialog stakeholder={open === 'new' ? undefined : open} close={() => setOpen(undefined)} />}
    </Card>
  )
}
