# Sourced by ./run, ./test and the tools: installs what is missing, times steps.
# Needs: ROOT (the checkout). Sets INSTALL=no for --no-install.
# shellcheck shell=bash

INSTALL=${INSTALL:-yes}

# Bazel says what it does on a terminal, and only what fails elsewhere.
BAZEL_UI=(--ui_event_filters=-info)
[ -t 2 ] || BAZEL_UI+=(--noshow_progress)

# What every build needs beside the libraries of third_party/packages.bzl.
BUILD_PACKAGES=(bazel-bootstrap bazel-rules-java bazel-platforms g++ pkg-config protobuf-compiler python3 graphviz)
# What `./test --all` needs beside that.
ALL_PACKAGES=(clang-19 libclang-rt-19-dev clang-format-19 doxygen)

# step NAME COMMAND...: runs it and says how long it took.
step() {
  local name=$1 start=$SECONDS status=0
  shift
  printf '==> %s\n' "$name"
  "$@" || status=$?
  printf '    %s: %d s%s\n' "$name" $((SECONDS - start)) \
    "$([ $status -eq 0 ] || echo " (failed)")"
  return $status
}

library_packages() {
  sed -nE 's/^    "[a-z0-9_]+": \("([a-z0-9.+-]+)", .*/\1/p' "$ROOT/third_party/packages.bzl"
}

# missing PACKAGE...: those that are not installed.
missing() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' ||
      printf '%s\n' "$package"
  done
}

# install_packages PACKAGE...: installs what is missing, or with INSTALL=no says
# what is missing and fails.
install_packages() {
  local wanted
  mapfile -t wanted < <(missing "$@")
  [ ${#wanted[@]} -gt 0 ] || return 0
  printf '    missing packages: %s\n' "${wanted[*]}"
  if [ "$INSTALL" = no ]; then
    printf '    to install them: apt-get install --no-install-recommends %s\n' "${wanted[*]}" >&2
    return 1
  fi
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
}

install_build_packages() {
  local libraries
  mapfile -t libraries < <(library_packages)
  install_packages "${BUILD_PACKAGES[@]}" "${libraries[@]}"
}

install_all_packages() {
  install_build_packages && install_packages "${ALL_PACKAGES[@]}"
}
