import { Anchor, Badge, Group, Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { timeIn } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import { useTick } from '../../ui/use-tick.ts'
import type { Account } from './calls.ts'

/** An account by its name, with what makes it matter. */
export function AccountName({ account: { accountId, name, tier, vulnerability }, size = 'sm' }: { account: Account; size?: string }) {
  return (
    <Group gap="2px 8px">
      <TextLink to="/accounts/$accountId" params={{ accountId: String(accountId) }} fz={size} fw={600} className="lw-clip">
        {name}
      </TextLink>
      {vulnerability && <Badge color="red">{vulnerability}</Badge>}
      <Badge color="gray">{tier}</Badge>
    </Group>
  )
}

/** What the clock on their wall says; amber where it is night there. */
export function TheirTime({ timeZone }: { timeZone: string }) {
  const there = timeIn(useTick(15_000), timeZone)
  if (!there) return <>{timeZone}</>
  return (
    <span title={timeZone} className="lw-figures">
      {t('calls.theirTime', { time: there.time })}
      {there.night && <span className="lw-amber"> · {t('calls.night')}</span>}
    </span>
  )
}

/** Whoever looks after the account, one click from a mail. */
export function Owner({ email }: { email: string | null }) {
  if (!email) return <Text size="sm">–</Text>
  return (
    <Anchor href={`mailto:${email}`} size="sm" className="lw-clip" underline="always">
      {email}
    </Anchor>
  )
}
