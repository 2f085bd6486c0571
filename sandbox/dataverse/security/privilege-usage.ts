/** Which privileges were looked at for whom: what a role needs can be read off it. Reading and writing under full rights counts too. */
export class PrivilegeUsage {
  private readonly byPrincipal = new Map<string, Set<string>>();

  note(principalId: string, privilege: string): void {
    const known = this.byPrincipal.get(principalId);
    if (known === undefined) this.byPrincipal.set(principalId, new Set([privilege]));
    else known.add(privilege);
  }

  of(principalId: string): string[] {
    return [...(this.byPrincipal.get(principalId) ?? [])].sort();
  }

  reset(): void {
    this.byPrincipal.clear();
  }
}
