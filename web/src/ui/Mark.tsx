/** The brand mark: a sail on calm water. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32">
      <path d="M17 3v19h10.500C27.500 13.500 23.500 7 17 3Z" fill="var(--lw-blue)" />
      <path d="M14.500 8v14H6c1-6 4-11 8.500-14Z" fill="var(--lw-blue)" opacity="0.45" />
      <path d="M3.500 26.500c4.500 2.800 8.500 2.800 12 .5s7.500-2.300 13 0" fill="none" stroke="var(--lw-blue)" strokeWidth="2.200" strokeLinecap="round" />
    </svg>
  )
}
