#!/bin/bash
# init of a user-mode-linux guest that shares this machine's file tree and has an NFS client kernel of its own.
# RIG_MODULES, RIG_ADDRESS, RIG_PROJECT, RIG_NODE and RIG_PROGRAM stand on the kernel's command line, which hands
# such words on to init as its environment.
export PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /mnt
ip link set lo up
ip addr add "$RIG_ADDRESS/24" dev vec0
ip link set vec0 up
modprobe -d "$RIG_MODULES" nfsv4
cd "$RIG_PROJECT" && "$RIG_NODE" "$RIG_PROGRAM"
echo o >/proc/sysrq-trigger
sleep 5
