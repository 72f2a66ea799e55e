import { Button, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMay } from '../../platform/session.ts'
import { useAssess } from '../../stabilize/crisis/command.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { atNear, number, percent } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Money } from '../../ui/Money.tsx'
import { ShareBars } from '../../ui/ShareBars.tsx'
import { DefinitionDrawer } from './DefinitionDrawer.tsx'
import styles from './Definition.module.css'
import { type degrees, useDefinition } from './definition.ts'

/** The definition in words, and what it comes to: how many, how badly, of which tier and region. */
export function WhoIsHurt() {
  const { id, impact, status } = useRoom()
  const [opened, drawer] = useDisclosure(false)
  const allowed = useMay('command')
  const assess = useAssess(id)
  const open = status !== 'closed'
  return (
    <Card
      title={t('hurt.title')}
      aside={
        open && (
          <Group gap="xs">
            <ActionButton write={assess} body={undefined} size="compact-sm" variant="subtle" may="command">
              {t('impact.again')}
            </ActionButton>
            <Button size="compact-sm" variant="light" leftSection={<Icon name="edit" size={14} />} onClick={drawer.open} disabled={!allowed}>
              {t('hurt.change')}
            </Button>
          </Group>
        )
      }
    >
      <SimpleGrid cols={{ base: 1, md: impact ? 2 : 1 }} spacing="lg">
        <Words />
        {impact && (
          <Stack gap="md">
            <div>
              <Group gap="xs" align="baseline">
                <Text fz="2rem" fw={650} lh={1.1} className="lw-figures">
                  {number(impact.accounts)}
                </Text>
                <Text size="sm" c="dimmed">
                  {t('impact.affected')} {t('impact.of', { total: number(impact.ofAccounts), share: percent(impact.accounts, impact.ofAccounts) })}
                </Text>
              </Group>
              <Text size="sm" c="dimmed">
                <span className={impact.vulnerable > 0 ? 'lw-red' : ''}>{`${number(impact.vulnerable)} ${t('impact.vulnerable')}`}</span>
                {' · '}
                {impact.revenue.length > 0 && (
                  <>
                    {impact.revenue.map((amount, i) => (
                      <span key={amount.currency}>
                        {i > 0 && ' + '}
                        <Money of={amount} short />
                      </span>
                    ))}{' '}
                    {t('impact.revenue')}
                    {' · '}
                  </>
                )}
                {t('impact.at', { at: atNear(impact.assessedAt) })}
              </Text>
            </div>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
              {impact.byDegree.length > 0 && (
                <ShareBars
                  title={t('impact.byDegree')}
                  rows={impact.byDegree.map(({ degree, accounts }) => ({ label: tOf('degree', degree as (typeof degrees)[number]), value: accounts }))}
                />
              )}
              <ShareBars title={t('impact.byTier')} rows={impact.byTier.slice(0, 6).map(({ tier, accounts }) => ({ label: tier, value: accounts }))} />
            </SimpleGrid>
          </Stack>
        )}
      </SimpleGrid>
      {opened && <DefinitionDrawer close={drawer.close} />}
    </Card>
  )
}

function Words() {
  const query = useDefinition()
  return (
    <Loaded query={query}>
      {({ inWords }) =>
        inWords.length === 0 ? (
          <Empty title={t('hurt.nobody')} text={t('hurt.nobodyText')} />
        ) : (
          <ul className={styles.words}>
            {inWords.map((sentence) => (
              <li key={sentence}>
                <Text size="sm">{sentence}</Text>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}
