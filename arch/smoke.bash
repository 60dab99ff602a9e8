# smoke.bash - completion of smoke for bash.
# shellcheck shell=bash
_smoke() {
	local word=${COMP_WORDS[COMP_CWORD]}
	case $word in
	-*) mapfile -t COMPREPLY < <(compgen -W '-a --tap -f -v --help --version' -- "$word") ;;
	esac
}
complete -o default -F _smoke smoke
