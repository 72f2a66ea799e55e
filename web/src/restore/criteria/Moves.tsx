import { List, Stack, Text } from '@mantine/core'
import type { RestorationView } from '../../../../server/src/restore/criteria/criteria.contract.ts'
import { t, tn } from '../../strings/t.ts'
import { atNear } from '../../ui/format.ts'

/** Who did what when, and how the figures were at that moment. */
export function Moves({ moves, names }: { moves: RestorationView['moves']; names: Map<string, string> }) {
  return (
    <Stack gap={6} component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('shares.moves')}>
      {moves.slice(0, 12).map(({ serviceId, from, to, at, by, reason, figures }) => {
        const failing = figures.filter(({ state }) => state === 'failing')
        return (
          <li key={`${at} ${serviceId} ${to}`}>
            <Text size="sm" className="lw-clip">
              {t('shares.moved', { at: atNear(at), name: names.get(serviceId) ?? '', from, to, by: by.name })} {reason}
            </Text>
            <Text size="xs" className={failing.length > 0 ? 'lw-red' : 'lw-green'}>
              {figures.length === 0 ? null : failing.length === 0 ? t('shares.good') : tn('shares.bad', failing.length)}
            </Text>
            {failing.length > 0 && (
              <List size="xs">
                {failing.map(({ text, sentence }) => (
                  <List.Item key={text}>{`${text}: ${sentence}`}</List.Item>
                ))}
              </List>
            )}
          </li>
        )
      })}
    </Stack>
  )
}
